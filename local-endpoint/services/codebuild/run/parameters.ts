import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { PhaseFailure, errorText } from './failure';
import type { ProvisionedBuild } from './context';

/** CodeBuild's status code for such a failure. */
const CODE = 'Decrypted Variables Error';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const MAX_NAMES = 10;

/**
 * Values from Parameter Store; the log masks them from here on.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html#troubleshooting-parameter-store
 * @param names parameter by variable
 * @returns value by variable
 * @throws PhaseFailure `Decrypted Variables Error` where one does not exist, or the role may not read it
 */
export async function readParameters(
  { identity, log }: ProvisionedBuild,
  names: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  if (names.size === 0) return new Map();
  log.write('Decrypting parameter store environment variables');
  const ssm = new SSMClient(identity);
  const wanted = [...new Set(names.values())];
  const values = new Map<string, string>();
  for (let start = 0; start < wanted.length; start += MAX_NAMES) {
    const command = new GetParametersCommand({
      Names: wanted.slice(start, start + MAX_NAMES),
      WithDecryption: true,
    });
    const answer = await ssm.send(command).catch((error: unknown) => {
      throw new PhaseFailure(CODE, errorText(error), { cause: error });
    });
    const [missing] = answer.InvalidParameters ?? [];
    if (missing) throw new PhaseFailure(CODE, `parameter does not exist: ${missing}`);
    for (const { Name = '', Selector = '', ARN = '', Value = '', Type } of answer.Parameters ?? []) {
      log.mask(Value, { secret: Type === 'SecureString' });
      for (const name of [Name, Name + Selector, ARN]) values.set(name, Value);
    }
  }
  return new Map([...names].map(([variable, name]) => [variable, valueOf(values, name)]));
}

function valueOf(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new PhaseFailure(CODE, `parameter does not exist: ${name}`);
  return value;
}
