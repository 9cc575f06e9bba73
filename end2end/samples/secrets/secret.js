window.secret = 'bearings';
