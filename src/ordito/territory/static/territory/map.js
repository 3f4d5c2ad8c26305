// The live map: boundaries coloured by an indicator, sub-areas and places, from this site alone.
// Until it draws, and wherever it cannot (no WebGL, no script, paper), the drawing made by the server stays.
const box = document.querySelector("[data-map]");

const INK = "#17324d";
const FONT = ["Titillium Web", "Arial", "sans-serif"];
const MARKS = { pole: "#17324d", desk: "#9c2b00", health_house: "#5b2a86", office: "#00583a", meeting_room: "#7a0046" };

function canDraw() {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(window.maplibregl && (canvas.getContext("webgl2") || canvas.getContext("webgl")));
  } catch {
    return false;
  }
}

function words(element) {
  return {
    "NavigationControl.ZoomIn": element.dataset.zoomIn,
    "NavigationControl.ZoomOut": element.dataset.zoomOut,
    "CooperativeGesturesHandler.WindowsHelpText": element.dataset.ctrl,
    "CooperativeGesturesHandler.MacHelpText": element.dataset.command,
    "CooperativeGesturesHandler.MobileHelpText": element.dataset.twoFingers,
    "Map.Title": element.dataset.name,
    "Marker.Title": element.dataset.name,
  };
}

function labels(ground) {
  return {
    type: "FeatureCollection",
    features: ground.features.map((feature) => ({
      type: "Feature",
      id: Number(feature.id),
      properties: feature.properties,
      geometry: { type: "Point", coordinates: feature.properties.at },
    })),
  };
}

function layers(key) {
  return [
    { id: "ground", type: "background", paint: { "background-color": "#ffffff" } },
    { id: "areas", type: "fill", source: "ground", paint: { "fill-color": ["get", `fill_${key}`] } },
    { id: "hovered", type: "fill", source: "ground", filter: ["==", ["get", "istat_code"], ""], paint: { "fill-color": "#ff9e00", "fill-opacity": 0.35 } },
    { id: "borders", type: "line", source: "ground", paint: { "line-color": "#5d7a95", "line-width": 0.8 } },
    { id: "sub-areas", type: "line", source: "sub_areas", layout: { "line-join": "round" }, paint: { "line-color": INK, "line-width": 2.4 } },
    {
      id: "names", type: "symbol", source: "labels",
      layout: { "text-field": ["format", ["get", "name"], { "font-scale": 1 }, "\n", {}, ["get", `value_${key}`], { "font-scale": 0.95 }], "text-font": FONT, "text-size": 12, "text-max-width": 8 },
      paint: { "text-color": INK, "text-halo-color": "#ffffff", "text-halo-width": 1.6 },
    },
  ];
}

function start(element, ground) {
  const select = document.querySelector("[data-map-indicator]");
  const key = () => select.value;
  maplibregl.setWorkerUrl(element.dataset.worker);
  element.hidden = false;
  const map = new maplibregl.Map({
    container: element,
    bounds: ground.bbox,
    fitBoundsOptions: { padding: 24 },
    style: {
      version: 8,
      sources: {
        ground: { type: "geojson", data: ground, attribution: element.dataset.credit },
        sub_areas: { type: "geojson", data: ground.sub_areas },
        labels: { type: "geojson", data: labels(ground) },
      },
      layers: layers(key()),
    },
    locale: words(element),
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: { compact: false },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
  map.once("load", () => { drawn().hidden = true; });
  map.on("error", (event) => { if (!map.loaded()) { console.warn(event.error); element.hidden = true; } });

  select.addEventListener("change", () => {
    map.setPaintProperty("areas", "fill-color", ["get", `fill_${key()}`]);
    map.setLayoutProperty("names", "text-field", layers(key()).at(-1).layout["text-field"]);
  });
  places(map, ground.places);
  point(map, key);
  return map;
}

const drawn = () => document.querySelector("[data-drawn]");

// A place is a button on the map: reached by keyboard, it opens what it is and a link to its page.
function places(map, all) {
  const spots = new Map();
  for (const place of all) {
    const spot = place.at.join();
    spots.set(spot, [...(spots.get(spot) ?? []), place]);
  }
  for (const together of spots.values()) {
    together.forEach((place, turn) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "map-place";
      button.setAttribute("aria-label", `${place.name}, ${place.kind_name}`);
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      svg.setAttribute("viewBox", "0 0 16 16");
      const dot = document.createElementNS(svg.namespaceURI, place.kind === "health_house" ? "path" : place.kind === "pole" ? "rect" : "circle");
      const shape = { path: { d: "M8 1L15 8L8 15L1 8Z" }, rect: { x: 2, y: 2, width: 12, height: 12 }, circle: { cx: 8, cy: 8, r: 6 } }[dot.tagName];
      for (const [name, value] of Object.entries({ ...shape, fill: MARKS[place.kind], stroke: "#fff", "stroke-width": 1.6 })) dot.setAttribute(name, value);
      svg.append(dot);
      button.append(svg);
      const offset = [(turn - (together.length - 1) / 2) * 18, 16];
      const popup = new maplibregl.Popup({ offset: 12, closeButton: false }).setDOMContent(told(place.name, place.url, [place.kind_name, place.municipality]));
      new maplibregl.Marker({ element: button, offset }).setLngLat(place.at).setPopup(popup).addTo(map);
    });
  }
}

// Pointing at a municipality lights it up and says its figure; so does going through the table.
function point(map, key) {
  const popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false });
  const light = (code) => map.setFilter("hovered", ["==", ["get", "istat_code"], code]);
  map.on("mousemove", "areas", (event) => {
    const seen = event.features[0].properties;
    map.getCanvas().style.cursor = "pointer";
    light(seen.istat_code);
    popup.setLngLat(event.lngLat).setDOMContent(told(seen.name, "", [seen[`value_${key()}`], seen.sub_area])).addTo(map);
  });
  map.on("mouseleave", "areas", () => { map.getCanvas().style.cursor = ""; light(""); popup.remove(); });
  map.on("click", "areas", (event) => { location.assign(event.features[0].properties.url); });
  const row = (event) => event.target.closest("[data-code]")?.dataset.code ?? "";
  for (const kind of ["focusin", "mouseover"]) {
    document.querySelector("#tabella").addEventListener(kind, (event) => light(row(event)));
  }
}

function told(name, url, lines) {
  const told = document.createElement("div");
  const heading = document.createElement(url ? "a" : "b");
  if (url) heading.href = url;
  heading.textContent = name;
  told.append(heading);
  for (const line of lines.filter(Boolean)) {
    const said = document.createElement("div");
    said.textContent = line;
    told.append(said);
  }
  return told;
}

// A swap brings a fresh drawing: it stays hidden while the live map stands in its place.
document.addEventListener("htmx:oobAfterSwap", () => { if (!box.hidden) drawn().hidden = true; });

if (box && canDraw()) {
  fetch(box.dataset.map)
    .then((answer) => answer.json())
    .then((ground) => start(box, ground))
    .catch((problem) => { console.warn(problem); box.hidden = true; });
}
