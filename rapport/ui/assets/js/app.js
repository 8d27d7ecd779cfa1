// The browser's part of Rapport. Each module finds its elements by data- attributes and listens on the document,
// so that what htmx brings in later works without another word.
import './htmx.js';
import './board.js';
import './cells.js';
import './columns.js';
import './copy.js';
import './dialog.js';
import './edit.js';
import './filter.js';
import './focus.js';
import './keys.js';
import './list.js';
import './loading.js';
import './mention.js';
import './menu.js';
import './only.js';
import './palette.js';
import './passkey.js';
import './pick.js';
import './problem.js';
import './sortable.js';
import './stream.js';
import './theme.js';
import './toast.js';
import './tour.js';
import './upload.js';
import './warn.js';
