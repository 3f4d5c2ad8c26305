// The map of opinions: groups as discs, and how far each agrees with each statement. The tables say the same.
const told = JSON.parse(document.getElementById("opinion-data").textContent);
const COLOURS = ["#0066cc", "#b35c00", "#00734d", "#7a0046", "#455b71"];
const SIGNS = ["circle", "diamond", "triangle", "rect", "pin"];
const FONT = { fontFamily: "Titillium Web, Arial, sans-serif", color: "#17324d" };
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

function draw(box, height, option) {
  box.style.height = `${height}px`;
  const chart = window.echarts.init(box, null, { renderer: "svg" });
  chart.setOption({ animation: !still, textStyle: FONT, ...option });
  new ResizeObserver(() => chart.resize()).observe(box);
}

const groups = document.querySelector("[data-opinion-groups]");
if (groups) {
  const largest = Math.max(...told.groups.map((group) => group.size));
  const reach = 1.4 * Math.max(...told.groups.flatMap((group) => [Math.abs(group.x), Math.abs(group.y)]), 0.1);
  const axis = { min: -reach, max: reach, show: false };
  draw(groups, 260, {
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: axis,
    yAxis: axis,
    series: told.groups.map((group, at) => ({
      type: "scatter",
      silent: true,
      data: [[group.x, group.y]],
      symbolSize: 30 + 50 * Math.sqrt(group.size / largest),
      itemStyle: { color: COLOURS[at] },
      label: { show: true, formatter: `${group.letter}\n${group.size}`, color: "#fff", fontWeight: 700, fontSize: 14, lineHeight: 17 },
    })),
  });
}

const shares = document.querySelector("[data-opinion-shares]");
if (shares && told.lines.length) {
  const narrow = shares.clientWidth < 500;
  const label = (line) => (narrow ? `${line.number}.` : `${line.number}. ${line.text}`);
  draw(shares, 90 + 34 * told.lines.length, {
    legend: { top: 0, data: told.groups.map((group) => group.letter), textStyle: FONT },
    grid: { left: 8, right: 24, top: 36, bottom: 36, containLabel: true },
    xAxis: { min: 0, max: 100, name: shares.dataset.axis, nameLocation: "middle", nameGap: 26, nameTextStyle: FONT, axisLabel: FONT },
    yAxis: {
      type: "category",
      inverse: true,
      data: told.lines.map(label),
      axisLabel: { ...FONT, width: narrow ? 30 : 330, overflow: "truncate" },
      splitLine: { show: true },
    },
    series: told.groups.map((group, at) => ({
      name: group.letter,
      type: "scatter",
      silent: true,
      symbol: SIGNS[at],
      symbolSize: 14,
      itemStyle: { color: COLOURS[at] },
      data: told.lines.map((line, row) => [line.shares[at], row]),
    })),
  });
} else if (shares) shares.hidden = true;
