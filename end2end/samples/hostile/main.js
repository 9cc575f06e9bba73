/* Tries everything that a page can try against the dashboard and other items, and writes down what came of it. */
import * as cookies from './attempts/cookies.js';
import * as elements from './attempts/elements.js';
import * as forms from './attempts/forms.js';
import * as others from './attempts/others.js';
import * as requests from './attempts/requests.js';
import * as traces from './attempts/traces.js';
import * as windows from './attempts/windows.js';
import * as workers from './attempts/workers.js';

const families = [requests, elements, forms, windows, workers, others, traces, cookies];

/** Where the dashboard is, who is to be robbed, and of which other item; the test writes this file. */
const targets = await (await fetch('targets.json')).json();

document.querySelector('button').addEventListener('click', async () => {
    for (const { attempts } of families) {
        for (const [name, attempt] of Object.entries(attempts(targets))) {
            const outcome = await attempt().catch(({ name, message }) => `${name}: ${message}`);
            const row = document.querySelector('table').insertRow();
            row.insertCell().textContent = name;
            row.insertCell().textContent = outcome;
        }
    }
    document.documentElement.dataset.done = '';
});
document.documentElement.dataset.ready = '';
