// The map of villages: says the village under pointer or focus, and lets arrow keys walk from tile to tile.
// Without this script every tile is a link with a title, one after the other.
"use strict";
(() => {
  const said = document.querySelector(".map-said");
  const map = document.querySelector("[data-map]");
  if (!said || !map) return;
  const tiles = [...map.querySelectorAll(".tiles a")];
  const words = (link) => link.querySelector("title").textContent;
  const tell = (link) => { said.textContent = link ? words(link) : said.dataset.empty; };
  said.hidden = false;
  tell(null);
  tiles.forEach((tile, place) => tile.setAttribute("tabindex", place ? "-1" : "0"));
  const tileOf = (event) => event.target.closest && event.target.closest(".tiles a, .outline a");
  document.addEventListener("mouseover", (event) => { const tile = tileOf(event); if (tile) tell(tile); });
  map.addEventListener("focusin", (event) => { const tile = tileOf(event); if (tile) tell(tile); });
  const middle = (tile) => {
    const box = tile.getBoundingClientRect();
    return [box.left + box.width / 2, box.top + box.height / 2];
  };
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  map.addEventListener("keydown", (event) => {
    const way = ways[event.key], from = tileOf(event);
    if (!way || !from) return;
    const [x, y] = middle(from);
    let nearest = null, least = Infinity;
    for (const tile of tiles) {
      const [tx, ty] = middle(tile);
      const along = (tx - x) * way[0] + (ty - y) * way[1], aside = Math.abs((tx - x) * way[1]) + Math.abs((ty - y) * way[0]);
      if (along > 2 && along + 3 * aside < least) { least = along + 3 * aside; nearest = tile; }
    }
    if (!nearest) return;
    event.preventDefault();
    from.setAttribute("tabindex", "-1");
    nearest.setAttribute("tabindex", "0");
    nearest.focus();
  });
})();
