// The live map: boundaries coloured by an indicator, sub-areas and places, from this site alone.
// Wherever it cannot draw (no WebGL, no script, paper) there is the drawing made by the server.
const box = document.querySelector("[data-map]");
const paper = document.querySelector("[data-drawn]");
const select = document.querySelector("[data-map-indicator]");
const key = () => select.value;

const INK = "#17324d";
const FONT = ["Titillium Web", "Arial", "sans-serif"];
// Where a name may stand, in ems from its town: above the mark of a place, under it, or beside it, never upon it.
const ROUND_THE_MARK = ["bottom", [0, -0.2], "top", [0, 1.6], "left", [0.9, 0.8], "right", [-0.9, 0.8]];
// In the order in which kinds of places appear, as in the server's drawing.
const SIGNS = [
  ["circle", { cx: 8, cy: 8, r: 5.5, fill: "#17324d" }],
  ["rect", { x: 3, y: 3, width: 10, height: 10, fill: "#9c2b00" }],
  ["path", { d: "M8 1L15 8L8 15L1 8Z", fill: "#5b2a86" }],
  ["path", { d: "M8 1L15 14H1Z", fill: "#00583a" }],
  ["path", { d: "M5.5 1H10.5V5.5H15V10.5H10.5V15H5.5V10.5H1V5.5H5.5Z", fill: "#7a0046" }],
];

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
      layout: { "text-field": ["format", ["get", "name"], { "font-scale": 1 }, "\n", {}, ["get", `value_${key}`], { "font-scale": 0.95 }], "text-font": FONT, "text-size": 12, "text-max-width": 8, "text-variable-anchor-offset": ROUND_THE_MARK },
      paint: { "text-color": ["get", `ink_${key}`], "text-halo-color": ["get", `fill_${key}`], "text-halo-width": 1.4 },
    },
  ];
}

function start(element, ground) {
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
  map.once("idle", () => show({ onPaper: true }));
  const legend = document.createElement("div");
  legend.className = "map-legend d-print-none";
  element.after(legend);
  explain(legend, ground, key());
  map.on("error", (event) => { if (!map.loaded()) giveUp(event.error); });

  select.addEventListener("change", () => {
    explain(legend, ground, key());
    for (const { id, paint, layout } of layers(key()).filter((layer) => ["areas", "names"].includes(layer.id))) {
      for (const [name, value] of Object.entries(paint)) map.setPaintProperty(id, name, value);
      for (const [name, value] of Object.entries(layout ?? {})) map.setLayoutProperty(id, name, value);
    }
  });
  places(map, ground.places);
  point(map);
}

// What the colours and the marks mean; the same words are in the drawing that screen readers are told of.
function explain(legend, ground, key) {
  legend.replaceChildren(
    ...ground.legend[key].map(([colour, meaning]) => line(drawing("rect", { x: 1, y: 1, width: 14, height: 10, fill: colour, stroke: "#5d7a95" }, "0 0 16 12"), meaning)),
    ...kindsOf(ground.places).map((name, turn) => line(mark(turn), name)),
  );
}

function line(sign, meaning) {
  const row = document.createElement("div");
  row.append(sign, meaning);
  return row;
}

function drawing(shape, attributes, box = "0 0 16 16") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", box);
  svg.setAttribute("aria-hidden", "true");
  const drawn = svg.appendChild(document.createElementNS(svg.namespaceURI, shape));
  for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
  return svg;
}

function mark(turn) {
  const [shape, attributes] = SIGNS[turn % SIGNS.length];
  return drawing(shape, { ...attributes, stroke: "#fff", "stroke-width": 1.6 });
}

const kindsOf = (places) => [...new Set(places.map((place) => place.kind_name))];

// The server's drawing: only on paper while the live map stands, on screen too when it cannot.
function show({ onPaper }) {
  paper.classList.toggle("d-none", onPaper);
  paper.classList.toggle("d-print-block", onPaper);
  const address = `${paper.dataset.drawn}?indicatore=${key()}`;
  const phone = document.createElement("source");
  phone.media = "(max-width: 575px)";
  phone.srcset = `${address}&larghezza=${paper.dataset.narrow}`;
  const image = document.createElement("img");
  image.alt = paper.dataset.said;
  image.src = address;
  paper.replaceChildren(phone, image);
}

function giveUp(problem) {
  console.warn(problem);
  box.hidden = true;
  show({ onPaper: false });
}

// A place is a button on the map: reached by keyboard, it opens what it is and a link to its page.
function places(map, all) {
  const spots = new Map();
  const kinds = kindsOf(all);
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
      button.append(mark(kinds.indexOf(place.kind_name)));
      const offset = [(turn - (together.length - 1) / 2) * 18, 10];
      const popup = new maplibregl.Popup({ offset: 12, closeButton: false }).setDOMContent(told(place.name, place.url, [place.kind_name, place.municipality]));
      new maplibregl.Marker({ element: button, offset }).setLngLat(place.at).setPopup(popup).addTo(map);
    });
  }
}

// Pointing at a municipality lights it up and says its figure; so does going through the table.
function point(map) {
  const popup = new maplibregl.Popup({ closeButton: false, closeOnClick: false });
  const light = (code) => map.setFilter("hovered", ["==", ["get", "istat_code"], code]);
  map.on("mousemove", "areas", (event) => {
    const seen = event.features[0].properties;
    map.getCanvas().style.cursor = "pointer";
    light(seen.istat_code);
    popup.setLngLat(event.lngLat).setDOMContent(told(seen.name, "", [`${select.selectedOptions[0].textContent}: ${seen[`value_${key()}`]}`, seen.sub_area])).addTo(map);
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

if (box) {
  select.addEventListener("change", () => show({ onPaper: !box.hidden }));
  if (canDraw()) {
    fetch(box.dataset.map)
      .then((answer) => answer.json())
      .then((ground) => start(box, ground))
      .catch(giveUp);
  } else {
    giveUp("no WebGL");
  }
}
