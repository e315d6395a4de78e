import type { Setting } from '../setting';
import type { TaskDefinition } from '../task-definition';

/** The variables that secrets are taken from. */
export interface Secrets {
  readonly variable: Setting['secretVariable'];
  /** What each stands for, by `${VARIABLE}`. */
  readonly origins: Readonly<Record<string, string>>;
}

/** One variable for each secret; where containers mean different ones by the same name, it begins with the container's. */
export function secretsOf({ containerDefinitions }: TaskDefinition): Secrets {
  const all = containerDefinitions.flatMap((container) =>
    (container.secrets ?? []).map(({ name, valueFrom }) => ({ container: container.name, name, valueFrom })),
  );
  const variableOf = (container: string, name: string): string => {
    const meant = new Set(all.filter((secret) => secret.name === name).map(({ valueFrom }) => valueFrom));
    return meant.size > 1 ? `${container.toUpperCase().replace(/^(?=\d)|\W/g, '_')}_${name}` : name;
  };
  return {
    variable: (container, name) => variableOf(container.name, name),
    origins: Object.fromEntries(
      all.map(({ container, name, valueFrom }) => [`\${${variableOf(container, name)}}`, valueFrom]),
    ),
  };
}
