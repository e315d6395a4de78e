import type { ConversionContext } from '../conversion';
import type { TaskDefinition } from '../task-definition';

/** The variables that secrets are taken from. */
export interface Secrets {
  readonly variable: ConversionContext['secretVariable'];
  /** Where each secret is in AWS, by `${VARIABLE}`. */
  readonly sources: Readonly<Record<string, string>>;
}

/** One variable for each secret; where containers use a name for different secrets, it begins with the container's name. */
export function secretsOf({ containerDefinitions }: TaskDefinition): Secrets {
  const all = containerDefinitions.flatMap((container) =>
    (container.secrets ?? []).map(({ name, valueFrom }) => ({ container: container.name, name, valueFrom })),
  );
  const variableOf = (container: string, name: string): string => {
    const valuesFrom = new Set(
      all.filter((secret) => secret.name === name).map(({ valueFrom }) => valueFrom),
    );
    return valuesFrom.size > 1 ? `${container.toUpperCase().replace(/^(?=\d)|\W/g, '_')}_${name}` : name;
  };
  return {
    variable: (container, name) => variableOf(container.name, name),
    sources: Object.fromEntries(
      all.map(({ container, name, valueFrom }) => [`\${${variableOf(container, name)}}`, valueFrom]),
    ),
  };
}
