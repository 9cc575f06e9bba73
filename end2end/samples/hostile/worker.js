addEventListener('fetch', ({ request, respondWith }) => respondWith(fetch(request)));
