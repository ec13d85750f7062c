// Leads from where a paper's page was to where it is, and keeps what the link ended in.

location.replace(document.currentScript.dataset.way + location.search + location.hash);
