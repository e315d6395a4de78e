/** What a machine image and the instances that run it must have in common. */
export type Architecture = 'x86_64' | 'arm64';

/**
 * The architecture of an instance type. Types with processors of AWS have a `g` right after the number of their
 * generation (`t4g`, `c7gn`, `im4gn`, `g5g`), except the first ones, `a1`; those with NVIDIA's Grace name it.
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(type: string): Architecture {
  const family = type.slice(0, type.indexOf('.'));
  return ARM.test(family) ? 'arm64' : 'x86_64';
}

const ARM = /^(a1|mac2(-.+)?|[a-z]+\d+g[a-z]*|p\d+e?-gb\d+)$/;

/** The architecture that a parameter's name ends in, as those of AWS do. @returns undefined where it has none */
export function architectureIn(parameter: string): Architecture | undefined {
  if (/(arm64|aarch64)(?![a-z0-9])/i.test(parameter)) return 'arm64';
  return /(x86[_-]64|amd64)(?![a-z0-9])/i.test(parameter) ? 'x86_64' : undefined;
}
