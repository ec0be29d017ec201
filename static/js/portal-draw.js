/* Drawing a polygon into the text area that holds its GeoJSON (countries/geometry_widget.py). */
(() => {
  "use strict";

  const SHAPE = { color: "#0b6e6e", weight: 2, fillColor: "#0b6e6e", fillOpacity: 0.2 };
  const CROSSING = { radius: 9, color: "#a3201a", weight: 3, fill: false, interactive: false };
  const OUTLINE = { color: "#1b2a2f", weight: 1.5, fill: false, interactive: false };

  class Drawing {
    constructor(box) {
      this.box = box;
      this.config = JSON.parse(document.getElementById(box.dataset.geometry).textContent);
      this.texts = this.config.texts;
      this.text = this.find("[data-geojson]");
      this.shapes = L.featureGroup();
      this.map = this.build();
      this.tool = null;
      this.find("[data-raw]").open = Boolean(box.closest(".has-error"));
      this.bind();
      this.read();
      this.look();
      box.drawing = this;
    }

    find(selector) { return this.box.querySelector(selector); }

    build() {
      const [west, south, east, north] = this.config.bounds;
      this.bounds = L.latLngBounds([south, west], [north, east]);
      const map = L.map(this.find("[data-canvas]"), { attributionControl: false, zoomControl: false, zoomSnap: 0.5 });
      L.control.zoom({ zoomInTitle: this.texts.zoomIn, zoomOutTitle: this.texts.zoomOut }).addTo(map);
      L.control.scale({ imperial: false }).addTo(map);
      map.fitBounds(this.bounds);
      this.drawOutline(map);
      return this.shapes.addTo(map) && map;
    }

    async drawOutline(map) {
      let outline = this.config.outline;
      if (!outline && this.config.outlineUrl) {
        const answer = await fetch(this.config.outlineUrl).catch(() => null);
        if (answer && answer.ok) outline = await answer.json();
      }
      if (outline) L.geoJSON(outline, { style: OUTLINE }).addTo(map).bringToBack();
    }

    bind() {
      L.drawLocal.edit.handlers.edit.tooltip = { text: this.texts.edit, subtext: "" };
      L.drawLocal.edit.handlers.remove.tooltip = { text: this.texts.remove };
      for (const button of this.box.querySelectorAll("[data-draw]")) {
        button.addEventListener("click", () => this.press(button.dataset.draw));
      }
      this.map.on(L.Draw.Event.CREATED, (event) => this.created(event.layer));
      this.find("[data-canvas]").addEventListener("keydown", (event) => this.key(event));
      this.text.addEventListener("change", () => { this.read(); this.look(); });
      this.find("[data-put]").addEventListener("click", () => this.putCorners());
    }

    /* ---- Tools ---- */

    press(action) {
      if (action === "finish") this.finish();
      else if (action === "cancel") this.cancel();
      else this.start(action);
    }

    start(action) {
      this.cancel();
      this.action = action;
      this.tool = this.makeTool(action);
      this.tool.enable();
      this.showTools();
      if (this.tool.addVertex) this.find("[data-canvas]").focus({ preventScroll: true });
    }

    /* By keyboard: the arrows move the map under a cross in its middle, Enter sets a corner there. */
    key(event) {
      if (!this.tool || !this.tool.addVertex) return;
      if (event.key === "Enter") {
        this.tool.addVertex(this.map.getCenter());
      } else if (event.key === "Backspace") this.tool.deleteLastVertex();
      else if (event.key === "Escape") this.cancel();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    makeTool(action) {
      if (action === "edit") return new L.EditToolbar.Edit(this.map, { featureGroup: this.shapes });
      if (action === "remove") return new L.EditToolbar.Delete(this.map, { featureGroup: this.shapes });
      const start = action === "hole" ? this.texts.hole : this.texts.start;
      L.drawLocal.draw.handlers.polygon.tooltip = { start, cont: this.texts.next, end: this.texts.end };
      const drawError = { color: "#a3201a", message: this.texts.cross };
      return new L.Draw.Polygon(this.map, { allowIntersection: false, shapeOptions: SHAPE, drawError });
    }

    created(layer) {
      layer.setStyle(SHAPE);
      const cutting = this.action === "hole";
      this.stop();
      if (!cutting) this.shapes.addLayer(layer);
      else if (!window.portalRings.cutHole(this.shapes.getLayers(), layer)) {
        this.say(this.texts.holeOutside);
        return;
      }
      this.write();
    }

    finish() {
      if (!this.tool) return;
      if (this.tool.completeShape) {
        this.tool.completeShape();
        return;
      }
      this.tool.save();
      this.stop();
      this.write();
    }

    cancel() {
      if (this.tool && this.tool.revertLayers) this.tool.revertLayers();
      this.stop();
    }

    stop() {
      const tool = this.tool;
      this.tool = null;
      this.action = null;
      if (tool) tool.disable();
      this.say("");
      this.showTools();
    }

    showTools() {
      const busy = Boolean(this.tool);
      this.find("[data-cross]").hidden = !(this.tool && this.tool.addVertex);
      const empty = !this.shapes.getLayers().length;
      for (const button of this.box.querySelectorAll("[data-draw]")) {
        const ends = ["finish", "cancel"].includes(button.dataset.draw);
        button.hidden = ends !== busy;
        if (!ends && button.dataset.draw !== "add") button.disabled = empty;
      }
    }

    /* ---- Text and map ---- */

    read() {
      this.stop();
      this.shapes.clearLayers();
      const text = this.text.value.trim();
      if (!text || text === "null") return this.tell(null);
      try {
        const content = JSON.parse(text);
        const layers = window.portalRings.toLayers(content);
        if (!layers.length) throw new Error("no polygon");
        for (const layer of layers) this.shapes.addLayer(layer.setStyle(SHAPE));
        return this.tell(content);
      } catch {
        this.say(this.texts.unreadable);
        return this.tell(null);
      }
    }

    write() {
      const geometry = window.portalRings.toGeometry(this.shapes.getLayers());
      this.text.value = geometry ? JSON.stringify(geometry) : "";
      this.tell(geometry);
      this.text.dispatchEvent(new Event("input", { bubbles: true })); // for the autosave
    }

    look() {
      if (this.shapes.getLayers().length) this.map.fitBounds(this.shapes.getBounds(), { maxZoom: 14, padding: [20, 20], animate: false });
    }

    putCorners() {
      const typed = this.find("[data-corners]");
      const places = typed.value.split("\n").map((line) => line.match(/^\s*(-?\d+(?:[.,]\d+)?)\s*[,;\s]\s*(-?\d+(?:[.,]\d+)?)\s*$/)).filter(Boolean)
        .map((found) => [found[1], found[2]].map((part) => Number(part.replace(",", "."))));
      const lines = typed.value.split("\n").filter((line) => line.trim()).length;
      if (places.length < 3 || places.length !== lines || places.some(([lat, lon]) => Math.abs(lat) > 90 || Math.abs(lon) > 180)) {
        this.say(this.texts.corners);
        return;
      }
      this.shapes.addLayer(L.polygon(places, SHAPE));
      typed.value = "";
      this.say("");
      this.write();
      this.look();
    }

    say(words) {
      const problem = this.find("[data-problem]");
      problem.textContent = words;
      problem.hidden = !words;
    }

    tell(geometry) {
      const km2 = geometry ? window.portalRings.area(geometry) : 0;
      const words = this.texts.area.replace("{ha}", this.number(km2 * 100)).replace("{km2}", this.number(km2));
      this.find("[data-area]").textContent = geometry ? words : this.texts.none;
      this.showTools();
      this.markCrossing(geometry);
    }

    /* A polygon that crosses itself is not taken: say where, and show the place. */
    markCrossing(geometry) {
      if (this.crossing) this.crossing.remove();
      const place = geometry && window.portalRings.crossing(geometry);
      this.crossing = place ? L.circleMarker([place[1], place[0]], CROSSING).addTo(this.map) : null;
      if (!place) return;
      const [lon, lat] = place.map((degrees) => degrees.toFixed(5));
      this.say(this.texts.crossing.replace("{lon}", lon).replace("{lat}", lat));
      this.map.panTo([place[1], place[0]], { animate: false });
    }

    number(value) {
      const places = value >= 1000 ? 0 : value >= 10 ? 1 : 3;
      const [whole, rest] = value.toFixed(places).split(".");
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, this.config.group);
      return rest ? grouped + this.config.decimal + rest : grouped;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const box of document.querySelectorAll("[data-geometry]")) new Drawing(box);
  });
})();
