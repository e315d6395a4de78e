import { SERVICES } from './local-endpoint';
import { camelCase, kebabCase } from './names';
import type { SdkOperation } from './sdk-operation';

/** The operation that is written. */
export interface NewOperation {
  readonly service: string;
  /** The name that `service.ts` exports the service by. */
  readonly exported: string;
  /** Its API name. */
  readonly name: string;
  /** @default - no dependency has a client of the service */
  readonly sdk?: SdkOperation;
}

/** The file of an operation and that of its test, by path. */
export const operationFiles = (operation: NewOperation): Record<string, string> => ({
  [`${SERVICES}/${operation.service}/operations/${kebabCase(operation.name)}.ts`]: source(operation),
  [`local-endpoint/test/${operation.service}/${kebabCase(operation.name)}.test.ts`]: test(operation),
});

const REASON = 'it is not written yet';

function source({ service, name, sdk }: NewOperation): string {
  const types = sdk ? [sdk.input, ...(sdk.output ? [sdk.output] : [])] : [];
  return `
${sdk ? `import type { ${types.join(', ')} } from '${sdk.module}';` : ''}
import { notSupported } from '../../../kit/not-supported';
import type { Operation } from '../../../kit/operation';

/** Not written yet: it is refused by name. */
export const ${camelCase(name)} = (): Operation${sdk ? `<${types.join(', ')}>` : ''} => async () => {
  throw notSupported('${service}:${name}', '${REASON}');
};
`.trimStart();
}

function test({ service, exported, name, sdk }: NewOperation): string {
  const call = sdk
    ? `new ${sdk.client}(endpoint.client()).send(new ${name}Command(${exampleInput(sdk)}))`
    : `callJson(endpoint.client(), '${service}', '${name}', {})`;
  const imported = sdk
    ? `import { ${sdk.client}, ${name}Command${isTyped(sdk) ? '' : `, type ${sdk.input}`} } from '${sdk.module}';`
    : "import { callJson } from '../../kit/json-call';";
  return `
${imported}
import { ${exported} } from '../../services/${service}/service';
import { startTestEndpoint, type TestEndpoint } from '../../testing';

let endpoint: TestEndpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ moto: '', services: [${exported}] });
});
afterAll(() => endpoint.close());

it('${name} is refused by name as long as it is not written', async () => {
  const call = ${call};
  await expect(call).rejects.toThrow(
    '${service}:${name} is not supported by the local endpoint: ${REASON}',
  );
});
`.trimStart();
}

/** The required members that are text, since some are part of a request's path. */
function exampleInput(sdk: SdkOperation): string {
  const texts = Object.keys(sdk.required).filter((member) => sdk.required[member]);
  const input = `{ ${texts.map((member) => `${member}: 'example'`).join(', ')} }`;
  return isTyped(sdk) ? input : `${input} as ${sdk.input}`;
}

/** Whether an input of texts alone is complete. */
const isTyped = ({ required }: SdkOperation): boolean => Object.values(required).every((isText) => isText);
