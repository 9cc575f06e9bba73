/* What would answer in the server’s place. */
addEventListener('fetch', (event) => event.respondWith(fetch(event.request)));
