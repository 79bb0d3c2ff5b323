import adapter from '@sveltejs/adapter-static'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  // Browsers that know light-dark() by themselves: what stands in for it can't follow a scheme set further down.
  build: { cssTarget: ['chrome123', 'firefox121', 'safari17.5'] },
  plugins: [
    sveltekit({
      adapter: adapter({ fallback: 'index.html', precompress: true }),
    }),
  ],
})
