// Where a chart stands, the script that draws is loaded.
async function look() {
  const box = document.querySelector('[data-chart]');
  if (!box) return;
  const { drawAll } = await import(box.dataset.chartSrc);
  drawAll();
}

document.addEventListener('htmx:afterSettle', look);
look();
