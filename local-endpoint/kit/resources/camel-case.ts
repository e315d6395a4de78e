import { isList, isObject, type Json } from './json';

/**
 * Converts the keys of template properties (`RunOrder`) to those of the JSON APIs (`runOrder`).
 * @param freeForm keys whose values are maps of the user's own keys, which are kept; their values become strings
 */
export function camelCase<Output>(value: Json, freeForm: readonly string[] = []): Output {
  return convert(value, freeForm) as Output;
}

function convert(value: Json, freeForm: readonly string[]): Json {
  if (isList(value)) return value.map((item) => convert(item, freeForm));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      lowerCamelCase(key),
      freeForm.includes(key) && isObject(item) ? withTextValues(item) : convert(item, freeForm),
    ]),
  );
}

/** `ECSServices` → `ecsServices`, `KMSMasterKey` → `kmsMasterKey`, `Name` → `name`. */
const lowerCamelCase = (key: string): string =>
  key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase());

const withTextValues = (map: { readonly [key: string]: Json }): Json =>
  Object.fromEntries(
    Object.entries(map).map(([key, item]) => [key, typeof item === 'string' ? item : JSON.stringify(item)]),
  );
