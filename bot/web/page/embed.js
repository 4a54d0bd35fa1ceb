// The chat on a clinic's own page, by one line:
//   <script src="https://ADDRESS/embed.js" data-clinic="ID" async></script>
// data-show="inline" puts it where the line stands, else a button in the corner opens it.
// data-lang chooses the language; else it is the page's. The chat runs in a frame of its own:
// this script sees no answer, sends nothing about the page, sets no cookie and keeps nothing.
"use strict";

(() => {
  const VERSION = 1;  // of the messages between frame and page
  const own = document.currentScript || document.querySelector('script[src*="/embed.js"][data-clinic]');
  if (!own || own.dataset.siScreen) return;
  own.dataset.siScreen = "on";  // an optimiser may run a script twice
  const home = new URL(".", own.src);
  const lang = (own.dataset.lang || document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();
  const words = { ...EMBED.en, ...EMBED[lang] };

  const address = new URL(home);
  address.search = new URLSearchParams({ clinic: own.dataset.clinic || "", lang, on: location.origin });
  const frame = Object.assign(document.createElement("iframe"), { title: words.embedTitle, loading: "lazy" });
  const style = (element, rules) => Object.assign(element.style, rules);
  style(frame, { border: "0", width: "100%", height: "100%", display: "block", colorScheme: "normal" });

  const tell = (what) => frame.contentWindow.postMessage({ siScreen: VERSION, what }, home.origin);
  const heard = (act) => addEventListener("message", (event) => {
    const said = event.data;
    if (event.origin === home.origin && event.source === frame.contentWindow && said && said.siScreen === VERSION) act(said.what);
  });

  function inline() {
    const box = document.createElement("div");
    style(box, { height: own.dataset.height || "min(44rem, 90vh)", width: "100%" });
    frame.src = address;
    box.append(frame);
    own.after(box);
  }

  function bubble() {
    const theme = new URL("theme.css", home);  // the colours of the clinic; without it the button has ours
    theme.search = new URLSearchParams({ clinic: own.dataset.clinic || "" });
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: theme }));
    const button = document.createElement("button"), panel = document.createElement("div");
    const side = document.documentElement.dir === "rtl" ? "left" : "right";
    Object.assign(button, { type: "button", textContent: words.embedOpen });
    button.setAttribute("aria-expanded", "false");
    style(button, {
      position: "fixed", bottom: "1rem", [side]: "1rem", zIndex: "2147483000", minHeight: "48px", padding: "0.6rem 1.1rem",
      maxWidth: "calc(100vw - 2rem)", border: "2px solid #fff", borderRadius: "24px", background: "var(--si-screen, #0b5c5c)", color: "var(--on-si-screen, #fff)",
      font: "600 16px/1.3 system-ui, sans-serif", cursor: "pointer", boxShadow: "0 2px 10px rgb(0 0 0 / 35%)",
    });
    style(panel, {
      position: "fixed", zIndex: "2147483000", display: "none", overflow: "hidden", background: "#f5f3ee",
      border: "1px solid #8b9397", boxShadow: "0 4px 24px rgb(0 0 0 / 35%)",
    });
    const fit = () => {
      const beside = `${button.offsetWidth}px + 2rem`;
      style(panel, matchMedia("(max-width: 30rem)").matches  // a small phone has no room to spare
        ? { bottom: "4.5rem", [side]: "0", width: "100vw", height: "calc(100dvh - 4.5rem)", borderRadius: "0" }
        : matchMedia("(max-height: 30rem)").matches  // on its side it has least in height: beside the button
          ? { bottom: "0", [side]: `calc(${beside})`, width: `calc(100vw - (${beside}))`, height: "100dvh", borderRadius: "0" }
          : { bottom: "5rem", [side]: "1rem", width: "26rem", height: "min(44rem, calc(100vh - 6.5rem))", borderRadius: "14px" });
    };
    addEventListener("resize", fit);
    const show = (open) => {
      if (open && !frame.src) frame.src = address;
      panel.style.display = open ? "block" : "none";
      button.textContent = open ? words.embedClose : words.embedOpen;
      button.setAttribute("aria-expanded", String(open));
      fit();
      if (open) frame.focus();
      else button.focus();
    };
    button.addEventListener("click", () => show(panel.style.display === "none"));
    addEventListener("keydown", (event) => { if (event.key === "Escape" && panel.style.display !== "none") show(false); });
    heard((what) => {
      if (what === "close") show(false);
      else if (what === "ready") tell("shown");
    });
    panel.append(frame);
    document.body.append(panel, button);
  }

  const put = own.dataset.show === "inline" ? inline : bubble;
  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
