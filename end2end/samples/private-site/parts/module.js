import { total } from './total.mjs';

const { quarters } = await (await fetch('data.json')).json();
report(`module with a total of ${total(quarters)}`);

await document.fonts.ready;
if (document.fonts.check('1em Box') && [...document.fonts].some(({ status }) => status === 'loaded')) report('font');
