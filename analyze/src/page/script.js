'use strict';
// Sorting, searching, zooming and copying. The page says the same without this script.
(() => {
	const all = (selector, root = document) => [...root.querySelectorAll(selector)];
	const make = (name, attributes = {}, text = '') => {
		const element = document.createElement(name);
		for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
		element.textContent = text;
		return element;
	};
	document.documentElement.classList.add('live');

	// Copying.
	const copy = async (code, button) => {
		try {
			await navigator.clipboard.writeText(code.textContent);
		} catch {
			getSelection().selectAllChildren(code);
			document.execCommand('copy');
		}
		button.textContent = 'Copied';
		setTimeout(() => { button.textContent = 'Copy'; }, 1200);
	};
	for (const command of all('.command')) {
		const code = command.querySelector('code');
		code.tabIndex = 0;
		const button = make('button', { type: 'button', 'aria-label': 'Copy this command' }, 'Copy');
		button.addEventListener('click', () => copy(code, button));
		command.append(button);
	}

	// Tables.
	const key = (row, column) => {
		const cell = row.cells[column];
		return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
	};
	const compare = (a, b) =>
		typeof a === 'number' && typeof b === 'number' ? a - b
			// What has no number comes first.
			: typeof a !== typeof b ? (typeof a === 'number' ? 1 : -1)
				: a < b ? -1 : a > b ? 1 : 0;
	const sort = (table, th, column) => {
		const before = th.getAttribute('aria-sort');
		const numbers = th.classList.contains('n');
		const direction = before ? (before === 'ascending' ? 'descending' : 'ascending') : (numbers ? 'descending' : 'ascending');
		for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
		th.setAttribute('aria-sort', direction);
		const sign = direction === 'ascending' ? 1 : -1;
		const body = table.tBodies[0];
		const rows = [...body.rows].map((row) => [key(row, column), row]);
		rows.sort((a, b) => sign * compare(a[0], b[0]));
		body.append(...rows.map(([, row]) => row));
	};
	const search = (table, text, output) => {
		const words = text.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		for (const row of table.tBodies[0].rows) {
			const content = row.textContent.toLowerCase();
			row.hidden = !words.every((word) => content.includes(word));
			shown += row.hidden ? 0 : 1;
		}
		output.textContent = words.length ? `${shown} of ${table.tBodies[0].rows.length} rows` : '';
	};
	for (const table of all('table[data-sort]')) {
		const region = table.parentElement;
		const name = region.getAttribute('aria-label');
		[...table.tHead.rows[0].cells].forEach((th, column) => {
			if (th.dataset.fixed !== undefined) return;
			const button = make('button', { type: 'button' }, th.textContent);
			button.addEventListener('click', () => sort(table, th, column));
			th.replaceChildren(button);
		});
		if (table.tBodies[0].rows.length < 6) continue;
		const tools = make('div', { class: 'tools' });
		const input = make('input', { type: 'search', placeholder: `Search ${name.toLowerCase()}`, 'aria-label': `Search ${name.toLowerCase()}`, spellcheck: 'false' });
		const output = make('output', { class: 'soft' });
		input.addEventListener('input', () => search(table, input.value, output));
		tools.append(input, output);
		region.before(tools);
	}

	// Time.
	const zoom = document.getElementById('zoom');
	const duration = (ns) => {
		const sign = ns < 0 ? '-' : '';
		const n = Math.abs(ns);
		if (n === 0) return '0 s';
		if (n < 1e3) return `${sign}${Math.round(n)} ns`;
		if (n < 1e6) return `${sign}${(n / 1e3).toFixed(2)} us`;
		if (n < 1e9) return `${sign}${(n / 1e6).toFixed(2)} ms`;
		return `${sign}${(n / 1e9).toFixed(2)} s`;
	};
	const places = 1e6;
	const length = zoom ? Number(zoom.dataset.length) : 1;
	let [low, high] = [0, places];
	const charts = all('svg.time');
	const place = (element) => {
		const { a, b, w } = element.dataset;
		const from = (a - low) / (high - low) * 100;
		const width = (b - a) / (high - low) * 100;
		element.setAttribute('x', `${from.toFixed(4)}%`);
		element.setAttribute('width', `${Math.max(width, w || 0.1).toFixed(4)}%`);
		element.toggleAttribute('data-out', from + width < 0 || from > 100);
	};
	const draw = () => {
		for (const chart of charts) {
			for (const element of all('[data-a]', chart)) {
				const group = element.parentElement;
				if (group.getAttribute('display') !== 'none') place(element);
			}
		}
		for (const ticks of all('.ticks')) {
			[...ticks.children].forEach((tick, i) => {
				tick.textContent = `+${duration((low + (high - low) * i / 4) / places * length)}`;
			});
		}
		const first = BigInt(zoom.dataset.from);
		const at = (where) => first + BigInt(Math.round(where / places * length));
		const whole = low === 0 && high === places;
		document.getElementById('window').textContent =
			zoom.dataset.print + (whole ? '' : ` --where "ts BETWEEN ${at(low)} AND ${at(high)}"`);
		for (const button of all('button', zoom)) {
			const what = button.dataset.zoom;
			button.disabled = what === 'left' ? low <= 0 : what === 'right' ? high >= places : what === 'all' || what === 'out' ? whole : high - low <= 2;
		}
	};
	const show = (from, to) => {
		const width = Math.min(Math.max(to - from, 1), places);
		low = Math.min(Math.max(from, 0), places - width);
		high = low + width;
		draw();
	};
	const moves = {
		in: () => show(low + (high - low) / 4, high - (high - low) / 4),
		out: () => show(low - (high - low) / 2, high + (high - low) / 2),
		left: () => show(low - (high - low) / 4, high - (high - low) / 4),
		right: () => show(low + (high - low) / 4, high + (high - low) / 4),
		all: () => show(0, places),
	};
	const keys = { '+': 'in', '=': 'in', '-': 'out', ArrowLeft: 'left', ArrowRight: 'right', 0: 'all', Escape: 'all' };
	if (zoom) {
		zoom.addEventListener('click', (event) => moves[event.target.dataset.zoom]?.());
		for (const chart of charts) {
			chart.addEventListener('keydown', (event) => {
				const move = moves[keys[event.key]];
				if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
				event.preventDefault();
				move();
			});
			chart.addEventListener('dblclick', () => moves.all());
			// Dragging chooses a span.
			let start = null;
			let brush = null;
			const where = (event) => {
				const box = chart.getBoundingClientRect();
				return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
			};
			chart.addEventListener('pointerdown', (event) => {
				if (event.button !== 0) return;
				start = where(event);
				chart.setPointerCapture(event.pointerId);
				brush = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
				brush.setAttribute('class', 'brush');
				brush.setAttribute('height', '100%');
				chart.append(brush);
			});
			chart.addEventListener('pointermove', (event) => {
				if (start === null) return;
				const [from, to] = [start, where(event)].sort((a, b) => a - b);
				brush.setAttribute('x', `${from * 100}%`);
				brush.setAttribute('width', `${(to - from) * 100}%`);
			});
			const stop = (event) => {
				if (start === null) return;
				const [from, to] = [start, where(event)].sort((a, b) => a - b);
				brush.remove();
				start = null;
				const wide = high - low;
				if (event.type === 'pointerup' && to - from > 0.005) show(low + from * wide, low + to * wide);
			};
			chart.addEventListener('pointerup', stop);
			chart.addEventListener('pointercancel', stop);
		}
		draw();
	}

	// What lies under the pointer.
	const number = (text) => Number(text).toLocaleString('en');
	const offset = (element) =>
		`+${duration(element.dataset.a / places * length)} to +${duration(element.dataset.b / places * length)}`;
	const tell = (selector, say) => {
		const said = document.getElementById(selector);
		said?.previousElementSibling.addEventListener('pointerover', (event) => {
			if (event.target.dataset.n !== undefined) said.textContent = say(event.target);
		});
	};
	tell('heat-said', (e) => `${offset(e)}: ${number(e.dataset.n)} calls of ${duration(2 ** e.dataset.l)} to ${duration(2 ** (Number(e.dataset.l) + 1))}`);
	tell('activity-said', (e) => `${offset(e)}: ${number(e.dataset.n)} calls, ${number(e.dataset.e)} failed`);
	const names = document.getElementById('heat-name');
	names?.addEventListener('change', () => {
		for (const map of all('[data-map]')) {
			if (map.dataset.map === names.value) map.removeAttribute('display');
			else map.setAttribute('display', 'none');
		}
		draw();
	});
})();
