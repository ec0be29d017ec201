/*
 * Maps. Everything a reader can press is in the page already (components/map.html); this binds it to Leaflet.
 * Texts from the server or from data are always put in as text nodes, never as HTML.
 */
(() => {
  "use strict";

  const LOOKS = {
    outline: { color: "#1b2a2f", weight: 1.5, fill: false },
    target: { color: "#0b6e6e", weight: 2, fillColor: "#0b6e6e", fillOpacity: 0.15 },
    measure: { color: "#7a4d00", weight: 2, dashArray: "6 4", fillColor: "#b98116", fillOpacity: 0.15 },
    problem: { color: "#a3201a", weight: 3, fillColor: "#a3201a", fillOpacity: 0.3 },
    kept: { color: "#8f8850", weight: 1, fillColor: "#f3f0d7", fillOpacity: 0.8 },
    added: { color: "#00652e", weight: 2, fillColor: "#00652e", fillOpacity: 0.45 },
    removed: { color: "#9b2779", weight: 2, dashArray: "6 4", fillColor: "#9b2779", fillOpacity: 0.3 },
    area: { color: "#4a5a5f", weight: 1, fillColor: "#c3cccd", fillOpacity: 0.7 },
  };

  const THUMB = 28; // width of the divider's grip in map.css

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  /* The colour of a key is kept in one place, the style sheet: --degraded, --cover-1 and so on. */
  function keyStyle(key) {
    const style = getComputedStyle(document.documentElement);
    const colour = style.getPropertyValue(`--${key}`).trim();
    const edge = style.getPropertyValue(`--${key}-edge`).trim();
    return colour ? { fillColor: colour, color: edge || colour, fillOpacity: 0.85 } : {};
  }

  class PortalMap {
    constructor(figure) {
      this.figure = figure;
      this.config = JSON.parse(document.getElementById(figure.dataset.portalMap).textContent);
      this.layers = new Map();
      const [west, south, east, north] = this.config.bounds;
      this.bounds = L.latLngBounds([south, west], [north, east]);
      this.map = this.build();
      this.config.layers.forEach((layer, index) => this.addLayer(layer, index));
      this.bindLayers();
      this.bindCompare();
      this.bindAsk();
      const whole = this.find("[data-whole]");
      if (whole) whole.addEventListener("click", () => this.map.fitBounds(this.bounds));
      figure.portalMap = this;
    }

    find(selector) { return this.figure.querySelector(selector); }

    build() {
      const map = L.map(this.find("[data-canvas]"), {
        attributionControl: false,
        zoomControl: false,
        maxZoom: this.config.maxZoom,
        maxBounds: this.bounds.pad(0.5),
        maxBoundsViscosity: 1,
        zoomSnap: 0.5,
      });
      L.control.zoom({
        zoomInTitle: this.config.texts.zoomIn,
        zoomOutTitle: this.config.texts.zoomOut,
      }).addTo(map);
      L.control.scale({ imperial: false }).addTo(map);
      map.fitBounds(this.bounds);
      map.setMinZoom(Math.max(0, map.getBoundsZoom(this.bounds) - 1));
      return map;
    }

    /* ---- Layers ---- */

    addLayer(layer, index) {
      const made = layer.kind === "raster" ? this.raster(layer, index) : this.vector(layer);
      this.layers.set(layer.key, made);
      if (layer.visible) made.addTo(this.map);
    }

    raster(layer, index) {
      return L.tileLayer(layer.url, {
        opacity: layer.opacity,
        maxNativeZoom: layer.max_native_zoom,
        maxZoom: this.config.maxZoom,
        bounds: this.bounds,
        zIndex: index + 1,
      });
    }

    vector(layer) {
      const made = L.geoJSON(layer.data || null, {
        style: (feature) => ({
          ...(LOOKS[layer.look] || LOOKS.outline),
          ...(layer.key_property ? keyStyle(feature.properties[layer.key_property]) : {}),
        }),
        interactive: layer.look !== "outline",
        onEachFeature: (feature, shape) => this.describe(layer, feature, shape),
        pointToLayer: (feature, place) => L.circleMarker(place, { radius: 6 }),
      });
      if (!layer.data && layer.url) this.load(layer, made);
      return made;
    }

    async load(layer, made) {
      try {
        const answer = await fetch(layer.url, { headers: { Accept: "application/geo+json, application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        made.addData(await answer.json());
      } catch {
        this.say(element("p", `${this.config.texts.loadFailed} ${layer.name}`));
      }
    }

    describe(layer, feature, shape) {
      const properties = feature.properties || {};
      const title = properties[layer.title_property];
      if (!title || layer.look === "outline") return;
      const box = element("div");
      box.append(element("strong", String(title)));
      if (properties.note) box.append(element("div", String(properties.note)));
      const address = layer.link_property && properties[layer.link_property];
      if (address && String(address).startsWith("/")) {
        const link = element("a", this.config.texts.open);
        link.href = address;
        box.append(link);
      }
      shape.bindPopup(box);
    }

    bindLayers() {
      for (const box of this.figure.querySelectorAll("[data-layer]")) {
        const layer = this.layers.get(box.dataset.layer);
        const shown = box.querySelector("[data-layer-shown]");
        const opacity = box.querySelector("[data-layer-opacity]");
        shown.addEventListener("change", () => this.show(box.dataset.layer, shown.checked));
        if (opacity) opacity.addEventListener("input", () => layer.setOpacity(opacity.value / 100));
      }
    }

    show(key, visible) {
      const layer = this.layers.get(key);
      if (visible) layer.addTo(this.map);
      else layer.remove();
      const box = this.find(`[data-layer="${CSS.escape(key)}"] [data-layer-shown]`);
      if (box) box.checked = visible;
      const group = visible && box && box.closest(".map-group");
      if (group) group.open = true; // its legend must be seen
      this.clip();
    }

    /* ---- Comparing two layers with a divider ---- */

    bindCompare() {
      this.compare = this.find("[data-compare]");
      if (!this.compare) return;
      this.swipe = this.find("[data-swipe]");
      this.range = this.find("[data-swipe-range]");
      this.sides = ["left", "right"].map((side) => this.find(`[data-compare-${side}]`));
      const renew = () => this.startCompare();
      this.compare.addEventListener("toggle", renew);
      for (const side of this.sides) side.addEventListener("change", renew);
      this.range.addEventListener("input", () => this.clip());
      this.map.on("move zoomend resize viewreset", () => this.clip());
      renew();
    }

    startCompare() {
      this.swipe.hidden = !this.compare.open;
      if (this.compare.open) {
        const chosen = this.sides.map((side) => side.value);
        for (const layer of this.config.layers) {
          if (layer.kind === "raster") this.show(layer.key, chosen.includes(layer.key));
        }
        this.sides.forEach((side, index) => {
          const name = this.find(index ? "[data-swipe-right]" : "[data-swipe-left]");
          name.textContent = side.selectedOptions[0].textContent;
        });
      }
      this.clip();
    }

    clip() {
      if (!this.compare) return;
      for (const layer of this.layers.values()) {
        if (layer.getContainer && layer.getContainer()) layer.getContainer().style.clip = "";
      }
      if (!this.compare.open) return;
      const size = this.map.getSize();
      const across = THUMB / 2 + (size.x - THUMB) * this.range.value / 100;
      this.find("[data-swipe-line]").style.left = `${across}px`;
      const start = this.map.containerPointToLayerPoint([0, 0]);
      const end = this.map.containerPointToLayerPoint(size);
      const middle = start.x + across;
      const [left, right] = this.sides.map((side) => this.layers.get(side.value));
      if (left === right) return;
      this.cut(left, start.y, middle, end.y, start.x);
      this.cut(right, start.y, end.x, end.y, middle);
    }

    cut(layer, top, right, bottom, left) {
      const box = layer.getContainer && layer.getContainer();
      if (box) box.style.clip = `rect(${top}px, ${right}px, ${bottom}px, ${left}px)`;
    }

    /* ---- What is here ---- */

    bindAsk() {
      this.form = this.find("[data-ask]");
      if (!this.form) return;
      this.map.on("click", (event) => {
        const place = event.latlng.wrap();
        this.form.lat.value = place.lat.toFixed(5);
        this.form.lon.value = place.lng.toFixed(5);
        this.ask();
      });
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask();
        if (this.marker) this.map.panTo(this.marker.getLatLng());
      });
    }

    async ask() {
      const [lat, lon] = ["lat", "lon"].map((name) => Number(this.form[name].value.replace(",", ".")));
      if (!Number.isFinite(lat) || !Number.isFinite(lon)) return;
      this.mark(lat, lon);
      const address = this.config.askUrl.replace("{lat}", lat).replace("{lon}", lon);
      this.asked = address;
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        if (this.asked === address) this.tell(found);
      } catch {
        if (this.asked === address) this.say(element("p", this.config.texts.failed));
      }
    }

    mark(lat, lon) {
      if (this.marker) this.marker.remove();
      this.marker = L.circleMarker([lat, lon], { radius: 7, color: "#1b2a2f", weight: 2, fillColor: "#fff", fillOpacity: 0.9, interactive: false });
      this.marker.addTo(this.map);
    }

    tell(found) {
      const rows = found.rows || [];
      if (!rows.length) {
        this.say(element("p", found.note || this.config.texts.nothing));
        return;
      }
      const list = element("dl");
      for (const row of rows) {
        list.append(element("dt", String(row.layer)));
        const value = element("dd", String(row.class));
        const details = [row.year, row.run].filter(Boolean).join(" · ");
        if (details) value.append(document.createTextNode(" "), element("span", details, "quiet"));
        list.append(value);
      }
      this.say(list);
      if (found.note) this.find("[data-answer]").append(element("p", found.note, "quiet"));
    }

    say(node) { this.find("[data-answer]").replaceChildren(node); }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const figure of document.querySelectorAll("[data-portal-map]")) new PortalMap(figure);
  });
})();
