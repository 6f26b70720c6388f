/** Which of the side columns lies over the conversation where there is no room for all. */
export type Drawer = 'nav' | 'members' | null;

/** What the areas inside the shell may ask of it. */
export interface ShellControls {
  drawer: Drawer;
  setDrawer: (drawer: Drawer) => void;
  addServer: () => void;
}
