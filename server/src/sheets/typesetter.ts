/** Sets sheets with Typst. It takes the processor while it does: it lives in a thread of its own. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { Fonts } from './fonts.ts'
import type { SheetJob } from './sheet-job.ts'
import { svgPages } from './svg-pages.ts'

/** The template's own folder: it can read nothing outside. */
const ROOT = import.meta.dirname
const TEMPLATE = readFileSync(join(ROOT, 'sheet.typ'), 'utf8')
/** What the last few compilations did not use again is forgotten. */
const CACHE_AGE = 3

interface Setting {
  compiler: NodeCompiler
  document: NodeTypstDocument
}

export class Typesetter {
  readonly #fonts = new Fonts()
  #compiler: NodeCompiler | undefined
  /** The families that the compiler has. */
  #has = ''

  async pdf(job: SheetJob): Promise<Uint8Array<ArrayBuffer>> {
    const { compiler, document } = await this.#set(job)
    // A copy: what the compiler owns cannot be handed to another thread.
    return new Uint8Array(compiler.pdf(document))
  }

  /** A picture a page. */
  async pages(job: SheetJob): Promise<string[]> {
    const { compiler, document } = await this.#set(job)
    return svgPages(compiler.plainSvg(document))
  }

  async #set({ content, qrs }: SheetJob): Promise<Setting> {
    const { families, blobs } = await this.#fonts.for(content)
    const compiler = this.#compilerWith(families, blobs)
    compiler.mapShadow(join(ROOT, 'job.json'), Buffer.from(content))
    compiler.mapShadow(join(ROOT, 'fonts.json'), Buffer.from(JSON.stringify(families)))
    for (const [at, pixels] of qrs.entries())
      compiler.mapShadow(join(ROOT, `qr-${at}.luma`), Buffer.from(pixels))
    const compiled = compiler.compile({ mainFileContent: TEMPLATE })
    compiler.evictCache(CACHE_AGE)
    if (compiled.result) return { compiler, document: compiled.result }
    const error = compiled.takeError()
    throw new Error('The typesetter refused a sheet', {
      cause: error && compiler.fetchDiagnostics(error),
    })
  }

  #compilerWith(families: readonly string[], blobs: readonly Buffer[]): NodeCompiler {
    const wanted = families.join()
    if (this.#compiler && this.#has === wanted) return this.#compiler
    this.#has = wanted
    this.#compiler = NodeCompiler.create({ workspace: ROOT, fontArgs: [{ fontBlobs: [...blobs] }] })
    return this.#compiler
  }
}
