import type { BuildspecEnv } from './model';
import { entriesOf, listOf, mistake, type Place, refuseUnknown, textOf, textsOf, truthOf } from './node';

const KEYS = [
  'shell',
  'variables',
  'parameter-store',
  'secrets-manager',
  'exported-variables',
  'git-credential-helper',
];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env */
export function envOf(place: Place | undefined): BuildspecEnv {
  const entries = place ? entriesOf(place) : new Map<string, Place>();
  refuseUnknown(entries, 'env', KEYS);
  const helper = entries.get('git-credential-helper');
  if (helper && truthOf(helper))
    throw mistake(
      helper,
      'env/git-credential-helper yes is not supported by the local CodeBuild: it gives git no credentials',
    );
  const texts = (name: string): Record<string, string> => {
    const found = entries.get(name);
    return found ? textsOf(found) : {};
  };
  const shell = entries.get('shell');
  const exported = entries.get('exported-variables');
  return {
    shell: shell ? shellOf(shell) : 'sh',
    variables: texts('variables'),
    parameterStore: texts('parameter-store'),
    secretsManager: texts('secrets-manager'),
    exportedVariables: exported ? exportedOf(exported) : [],
  };
}

function shellOf(place: Place): BuildspecEnv['shell'] {
  const shell = textOf(place);
  if (shell === 'bash' || shell === '/bin/bash') return 'bash';
  if (shell === 'sh' || shell === '/bin/sh') return 'sh';
  throw mistake(place, `Unknown shell ${shell}: the local CodeBuild, as Linux, has bash and /bin/sh`);
}

/** Variables of AWS's own are not exported. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables */
function exportedOf(place: Place): string[] {
  const names = listOf(place, 'ExportedVariables');
  const reserved = names.find((name) => name.startsWith('AWS_'));
  if (reserved)
    throw mistake(
      place,
      `${reserved} cannot be exported: the name of an exported variable must not start with AWS_`,
    );
  return names;
}
