// Holds records against the official schemas of HSDS and Open Referral UK, with format checks on.
//
//     node validate.mjs NODE_MODULES STANDARDS FILE
//
// FILE has a line for each record: {"schemas": ["hsds/service", …], "record": …}. What is wrong is printed, a line
// each; the last line is how many records were held against how many schemas.

import { readFileSync, readdirSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'

const [modules, standards, file] = process.argv.slice(2)
const require = createRequire(join(modules, 'any.js'))
const Ajv2020 = require('ajv/dist/2020').default
const Ajv = require('ajv').default
const addFormats = require('ajv-formats').default
const options = { strict: false, allErrors: true, logger: false }
const current = addFormats(new Ajv2020(options), { mode: 'full' })
const old = addFormats(new Ajv(options), { mode: 'full' })

const json = path => JSON.parse(readFileSync(path))
const folders = {
  hsds: ['hsds/3.2.3/schema', 'https://raw.githubusercontent.com/openreferral/specification/refs/heads/3.2/schema/'],
  oruk: ['oruk/3.0/schema', 'https://openreferraluk.org/specifications/3.0/schema/'],
}
for (const [folder, base] of Object.values(folders))
  for (const name of readdirSync(join(standards, folder))) {
    if (['open_api.json', 'empy_list_response.json'].includes(name)) continue
    const { $id, ...schema } = json(join(standards, folder, name))
    current.addSchema(schema, base + basename(name))
  }
const page = json(join(standards, 'hsds/3.2.3/openapi.reconstructed.json')).components.schemas.Page
current.addSchema(page, folders.hsds[1] + 'page.json')
const root = join(standards, 'oruk/1.0/schema')
for (const name of readdirSync(root)) {
  if (name === 'open_api.json') continue
  const { $schema, ...schema } = json(join(root, name))
  old.addSchema(schema, 'v1/' + name)
}

const validators = {}
function validator(name) {
  const [standard, schema] = name.split('/')
  validators[name] ??= standard === 'v1' ? old.getSchema(`v1/${schema}.json`) : current.getSchema(folders[standard][1] + schema + '.json')
  if (!validators[name]) throw new Error(`there is no schema ${name}`)
  return validators[name]
}

let held = 0, wrong = 0
for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
  const { schemas, record } = JSON.parse(line)
  for (const name of schemas) {
    held += 1
    const check = validator(name)
    if (check(record)) continue
    wrong += 1
    if (wrong <= 20)
      for (const { instancePath, message } of check.errors.slice(0, 3)) console.log(`${name} ${record.id}: ${instancePath} ${message}`)
  }
}
console.log(`${held} held, ${wrong} wrong`)
