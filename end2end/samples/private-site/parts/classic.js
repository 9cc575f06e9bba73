/* A script without modules, as older reports have them. */
function report(part) {
    const line = document.createElement('li');
    line.textContent = part;
    document.querySelector('#report').append(line);
}

report('script');

const request = new XMLHttpRequest();
request.addEventListener('load', () =>
    report(`request of ${JSON.parse(request.responseText).quarters.length} quarters`),
);
request.open('GET', 'data.json');
request.send();
