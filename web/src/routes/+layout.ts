import { ready as zonesReady } from '#lib/plan/zone-time.ts'

export const ssr = false

export async function load() {
  await zonesReady()
}
