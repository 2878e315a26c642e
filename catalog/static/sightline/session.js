// When the login has run out, a live part must not be replaced by the sign-in page.

const login = document.body.dataset.login;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL, location.href).pathname !== login) return;
  event.detail.shouldSwap = false;
  location.reload();
});
