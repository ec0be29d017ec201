/*
 * Polygons with holes: reading GeoJSON into Leaflet and back without losing a ring, and areas.
 * Leaflet.draw moves the corners of outer rings only, and django-leaflet's store keeps ring 0 alone; both are mended
 * here: every part of a MultiPolygon is a layer of its own, and every ring of it can be edited.
 */
(() => {
  "use strict";

  L.Polyline._flat = L.LineUtil.isFlat; // Leaflet.draw asks under the old name

  const rings = (layer) => (L.LineUtil.isFlat(layer._latlngs) ? [layer._latlngs] : layer._latlngs);

  L.Edit.Poly.include({
    initialize(poly) {
      this._poly = poly;
      this.latlngs = rings(poly);
      poly.on("revert-edited", this._updateLatLngs, this);
    },
    _updateLatLngs(event) { this.latlngs = rings(event.layer); },
    _initHandlers() {
      this.latlngs = rings(this._poly); // a hole may have been cut since
      this._verticesHandlers = this.latlngs.map((ring) => new L.Edit.PolyVerticesEdit(this._poly, ring, this._poly.options.poly));
    },
  });

  /* All polygons of a GeoJSON object, as lists of rings of [longitude, latitude]. */
  function polygons(content) {
    switch (content && content.type) {
      case "Feature": return polygons(content.geometry);
      case "FeatureCollection": return content.features.flatMap(polygons);
      case "GeometryCollection": return content.geometries.flatMap(polygons);
      case "Polygon": return [content.coordinates];
      case "MultiPolygon": return content.coordinates;
      default: return [];
    }
  }

  function toLayers(content) {
    return polygons(content).map((rings) => L.polygon(L.GeoJSON.coordsToLatLngs(rings, 1)));
  }

  function toGeometry(layers) {
    const parts = layers.map((layer) => layer.toGeoJSON(7).geometry.coordinates);
    if (!parts.length) return null;
    if (parts.length === 1) return { type: "Polygon", coordinates: parts[0] };
    return { type: "MultiPolygon", coordinates: parts };
  }

  const RADIUS_KM = 6371.0071809; // sphere with the area of WGS 84
  const RADIAN = Math.PI / 180;

  /* Sine of the latitude on that sphere (authalic latitude, first term of its series). */
  function sine(latitude) {
    const phi = latitude * RADIAN;
    return Math.sin(phi - 0.0022388 * Math.sin(2 * phi));
  }

  function ringArea(ring) {
    let sum = 0;
    for (let i = 0; i < ring.length - 1; i += 1) {
      sum += (ring[i + 1][0] - ring[i][0]) * RADIAN * (2 + sine(ring[i][1]) + sine(ring[i + 1][1]));
    }
    return Math.abs(sum / 2) * RADIUS_KM ** 2;
  }

  /* About km2: outer rings minus holes. What is saved is computed on the ellipsoid by the server. */
  function area(content) {
    return polygons(content).reduce((sum, [outer, ...holes]) => sum + ringArea(outer) - holes.reduce((cut, hole) => cut + ringArea(hole), 0), 0);
  }

  function inside(ring, [x, y]) {
    let found = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if ((yi > y) !== (yj > y) && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) found = !found;
    }
    return found;
  }

  /* Cut a ring out of the layer that holds all of it; say whether there was one. */
  function cutHole(layers, hole) {
    const ring = hole.toGeoJSON(7).geometry.coordinates[0];
    const around = layers.find((layer) => {
      const [outer, ...holes] = layer.toGeoJSON(7).geometry.coordinates;
      return ring.every((place) => inside(outer, place)) && !ring.some((place) => holes.some((other) => inside(other, place)));
    });
    if (!around) return false;
    around.setLatLngs([...around.getLatLngs(), hole.getLatLngs()[0]]);
    return true;
  }

  /* Where two sides [a, b] and [c, d] cross, if they do; touching at a shared corner is no crossing. */
  function meeting(a, b, c, d) {
    const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]];
    const across = rx * sy - ry * sx;
    if (!across) return null;
    const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / across;
    const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / across;
    return t > 0 && t < 1 && u > 0 && u < 1 ? [a[0] + t * rx, a[1] + t * ry] : null;
  }

  const MOST_SIDES = 4000; // above, only the server looks

  /* The first place, [longitude, latitude], where an outline crosses itself or another ring of its polygon. */
  function crossing(content) {
    for (const rings of polygons(content)) {
      const sides = rings.flatMap((ring) => ring.slice(1).map((place, i) => [ring[i], place]));
      if (sides.length > MOST_SIDES) return null;
      for (let i = 0; i < sides.length; i += 1) {
        for (let j = i + 1; j < sides.length; j += 1) {
          const place = meeting(...sides[i], ...sides[j]);
          if (place) return place;
        }
      }
    }
    return null;
  }

  window.portalRings = { toLayers, toGeometry, area, cutHole, crossing };
})();
