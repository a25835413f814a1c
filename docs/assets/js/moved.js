/* An old address: goes on to the new one with the query and the fragment that it was asked with. */
const link = document.querySelector("body.kind-moved main a[href]");
if (link) location.replace(link.href + location.search + location.hash);
