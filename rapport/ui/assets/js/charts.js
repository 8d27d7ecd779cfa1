// Draws the charts of a page. A script of its own, loaded where a chart stands; the table beside a chart says the same.
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([BarChart, LineChart, PieChart, GridComponent, SVGRenderer]);

const SLICES = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-rest'];
const ROW = 28;

// A colour of the theme as figures, for the library reads no oklch.
function colour(name) {
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const sign = document.body.appendChild(document.createElement('i'));
  sign.style.color = `var(${name})`;
  probe.fillStyle = getComputedStyle(sign).color;
  sign.remove();
  probe.fillRect(0, 0, 1, 1);
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
  return `rgb(${r}, ${g}, ${b})`;
}

// The bar that the title speaks of has the accent, the many are grey.
function painted(bars, led) {
  const [first, rest] = [colour('--series-1'), colour('--series-rest')];
  return bars.map(([, value], at) => ({ value, itemStyle: { color: at === led ? first : rest } }));
}

function options({ shape, bars, led }, text) {
  const font = { ...text, fontSize: 12.5 };
  const quiet = { axisLine: { lineStyle: { color: colour('--line-strong') } }, axisTick: { show: false } };
  const names = bars.map(([label]) => label);
  const told = { show: true, ...font, formatter: ({ dataIndex }) => bars[dataIndex][2] };
  const base = { animation: false, textStyle: text };
  if (shape === 'pie') {
    const data = bars.map(([name, value], at) => ({ name, value, itemStyle: { color: colour(SLICES[at]) } }));
    const label = { ...font, formatter: ({ dataIndex }) => `${bars[dataIndex][0]}  ${bars[dataIndex][2]}` };
    return { ...base, series: [{ type: 'pie', radius: '72%', data, label, emphasis: { disabled: true } }] };
  }
  const across = { type: 'category', data: names, axisLabel: { ...font, hideOverlap: true }, ...quiet };
  const figures = { type: 'value', axisLabel: { show: false }, splitLine: { show: false } };
  const series = { data: painted(bars, led), label: told, emphasis: { disabled: true }, cursor: 'pointer' };
  if (shape === 'line') {
    const points = bars.filter(([, , , isRest]) => !isRest);
    Object.assign(across, { data: points.map(([label]) => label), boundaryGap: false });
    const first = colour('--series-1');
    const label = { ...told, position: 'top', formatter: () => bars[led][2] };
    const data = points.map(([, value], at) => (at === led ? { value, symbol: 'circle', label } : { value, symbol: 'none' }));
    const line = { type: 'line', data, showAllSymbol: true, symbolSize: 7, cursor: 'pointer' };
    Object.assign(line, { lineStyle: { color: first }, itemStyle: { color: first }, emphasis: { disabled: true } });
    return { ...base, grid: { left: 24, right: 48, top: 28, bottom: 28 }, xAxis: across, yAxis: figures, series: [line] };
  }
  if (bars.standing) {
    const label = { ...told, position: 'top', formatter: ({ dataIndex }) => (bars.length <= 12 || dataIndex === led ? bars[dataIndex][2] : '') };
    const grid = { left: 8, right: 8, top: 28, bottom: 28 };
    return { ...base, grid, xAxis: across, yAxis: figures, series: [{ type: 'bar', ...series, label, barMaxWidth: 40 }] };
  }
  const grid = { left: 8, right: 88, top: 4, bottom: 4, containLabel: true };
  const down = { ...across, inverse: true, axisLabel: { ...font, width: 150, overflow: 'truncate' }, axisLine: { show: false } };
  return { ...base, grid, xAxis: figures, yAxis: down, series: [{ type: 'bar', ...series, label: { ...told, position: 'right' }, barMaxWidth: 18 }] };
}

const drawn = new Map();

function draw(box) {
  const chart = JSON.parse(box.dataset.chart);
  chart.bars.standing = box.hasAttribute('data-chart-time');
  const lies = chart.shape === 'bar' && !chart.bars.standing;
  box.style.height = `${lies ? chart.bars.length * ROW + 16 : 300}px`;
  drawn.get(box)?.dispose();
  const made = init(box, null, { renderer: 'svg' });
  drawn.set(box, made);
  made.setOption(options(chart, { color: colour('--ink-2'), fontFamily: getComputedStyle(box).fontFamily }));
  made.on('click', ({ dataIndex }) => {
    box.closest('.r-chart').querySelectorAll('tbody tr')[dataIndex]?.querySelector('a')?.click();
  });
}

export function drawAll() {
  for (const [box, made] of drawn) {
    if (box.isConnected) continue;
    made.dispose();
    drawn.delete(box);
  }
  for (const box of document.querySelectorAll('[data-chart]')) if (!drawn.has(box)) draw(box);
}

const again = () => [...drawn.keys()].filter((box) => box.isConnected).forEach(draw);
new MutationObserver(again).observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
addEventListener('resize', () => drawn.forEach((made) => made.resize()));
