// Light and dark: as the system says, until somebody chooses.

const DARK = "(prefers-color-scheme: dark)";

/** Follow the choice of the state; `isDark` of the state is what is seen. */
export function followTheme(store, root = document.documentElement) {
  const system = matchMedia(DARK);
  const show = () => {
    const { theme } = store.state;
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    store.change({ isDark: theme === "dark" || (theme === "auto" && system.matches) });
  };
  system.addEventListener("change", show);
  store.subscribe((state, changed) => changed.has("theme") && show());
  show();
}
