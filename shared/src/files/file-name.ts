/** What a file with something of a plan's or a person's is called: "Meridian 38, gear.csv". */
import { oneLine } from '../plan/format.ts'

/** What one file system or another refuses in a name. */
const REFUSED = /[/\\:*?"<>|]/g
/** Marks that turn the direction of what stands around them: an ending would not be read where it is. */
const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g

/**
 * @param whose as people named it.
 * @param extension without its dot.
 * @param what of it, where the file is not all of it.
 */
export function fileName(whose: string, extension: string, what = ''): string {
  const whole = what === '' ? whose : `${whose}, ${what}`
  // A name that begins with a dot is hidden.
  return `${oneLine(whole.replace(TURNING, '')).replace(REFUSED, '-').replace(/^\.+/, '-')}.${extension}`
}
