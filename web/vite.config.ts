import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

/**
 * What Kit's entry needs before it has said what it was started with. In one file with the rest of Kit, that would run
 * without, take each build for another one, and load every page that shows an error again and again.
 */
const beforeKit = { name: 'before-kit', test: /runtime.client.payload|vite.preload-helper/, priority: 1 }

/** What every page stands on, in one file: many small ones are fetched one by one, and pack worse. */
const everyPage = {
  name: 'every-page',
  test: /node_modules.*(svelte|hono|devalue)|src.lib.ui/,
  minShareCount: 2,
}

export default defineConfig({
  // Browsers that know light-dark() by themselves: what stands in for it can't follow a scheme set further down.
  build: {
    cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
    rolldownOptions: { output: { codeSplitting: { groups: [beforeKit, everyPage] } } },
  },
  plugins: [
    sveltekit({
      adapter: adapter({ fallback: 'index.html', precompress: true }),
    }),
  ],
})
