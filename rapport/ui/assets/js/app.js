// The browser's part of Rapport. Each module finds its elements by data- attributes and listens on the document,
// so that what htmx brings in later works without a word.
import './htmx.js';
