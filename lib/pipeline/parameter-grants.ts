import type { Arns } from './arns';
import type { Grant } from './grant';

/** To read the parameters of these names, each once. @returns nothing where there are no names */
export function readParameters(names: Iterable<string>, arns: Arns): Grant[] {
  const resources = [...new Set(names)].map((name) => arns.parameter(name));
  return resources.length > 0 ? [{ actions: ['ssm:GetParameters'], resources }] : [];
}
