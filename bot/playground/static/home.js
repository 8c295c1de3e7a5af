/** App Home: the view that the app published for the person one is. */
import { Blocks } from "./blocks.js";
import { FormProvider, useFormState } from "./form.js";
import { html } from "./html.js";
import { useStore } from "./store.js";

function HomeView({ view }) {
  const form = useFormState({
    surface: view.id,
    blocks: view.blocks,
    container: { type: "view", view_id: view.id },
    known: view.state?.values,
  });
  return html`<${FormProvider} value=${form}><${Blocks} blocks=${view.blocks} /><//>`;
}

/** The page of App Home. */
export function Home() {
  const view = useStore((s) => s.home);
  const app = useStore((s) => s.app);
  return html`<div class="home" data-testid="home-view" tabindex="0" aria-label="App Home">
    <div class="home-sheet">
      ${
        view
          ? html`<${HomeView} key=${view.id} view=${view} />`
          : html`<p class="quiet">${app.name} has not put anything here yet.</p>`
      }
    </div>
  </div>`;
}
