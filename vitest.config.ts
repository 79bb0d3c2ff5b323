import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{shared,server,web,migrations}/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'tests/e2e/**'],
    // Long enough that no machine's speed decides.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
