// Sets the theme on <html> before anything is painted. Loaded by index.html as a plain, blocking script;
// src/features/preferences changes the choice afterwards through window.ohkayTheme.
(function () {
  var key = 'ohkay.theme';
  var system = window.matchMedia('(prefers-color-scheme: dark)');
  function choice() {
    try {
      return localStorage.getItem(key) || 'system';
    } catch (_) {
      return 'system';
    }
  }
  function apply() {
    var wanted = choice();
    document.documentElement.dataset.theme =
      wanted === 'system' ? (system.matches ? 'dark' : 'light') : wanted;
  }
  system.addEventListener('change', apply);
  window.addEventListener('storage', function (event) {
    if (event.key === key) apply();
  });
  window.ohkayTheme = { apply: apply };
  apply();
})();
