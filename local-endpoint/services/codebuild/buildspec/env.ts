import type { BuildspecEnv } from './model';
import {
  buildspecError,
  entriesOf,
  refuseUnknownKeys,
  stringListOf,
  stringMapOf,
  stringOf,
  unsupportedValue,
  type YamlValue,
  yesOrNo,
} from './yaml-value';

const KEYS = [
  'shell',
  'variables',
  'parameter-store',
  'secrets-manager',
  'exported-variables',
  'git-credential-helper',
];

/** https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env */
export function parseEnv(yaml: YamlValue | undefined): BuildspecEnv {
  const entries = yaml ? entriesOf(yaml) : new Map<string, YamlValue>();
  refuseUnknownKeys(entries, 'env', KEYS);
  const helper = entries.get('git-credential-helper');
  if (helper && yesOrNo(helper))
    throw unsupportedValue(helper, `${helper.path} yes`, 'it gives git no credentials');
  const map = (name: string): Record<string, string> => {
    const found = entries.get(name);
    return found ? stringMapOf(found) : {};
  };
  const shell = entries.get('shell');
  const exported = entries.get('exported-variables');
  return {
    shell: shell ? parseShell(shell) : 'sh',
    variables: map('variables'),
    parameterStore: map('parameter-store'),
    secretsManager: map('secrets-manager'),
    exportedVariables: exported ? parseExported(exported) : [],
  };
}

function parseShell(yaml: YamlValue): BuildspecEnv['shell'] {
  const shell = stringOf(yaml);
  if (shell === 'bash' || shell === '/bin/bash') return 'bash';
  if (shell === 'sh' || shell === '/bin/sh') return 'sh';
  throw buildspecError(yaml, `Unknown shell ${shell}: the local CodeBuild, as Linux, has bash and /bin/sh`);
}

/** Variables of AWS's own cannot be exported. https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.exported-variables */
function parseExported(yaml: YamlValue): string[] {
  const names = stringListOf(yaml, 'ExportedVariables');
  const reserved = names.find((name) => name.startsWith('AWS_'));
  if (reserved)
    throw buildspecError(
      yaml,
      `${reserved} cannot be exported: the name of an exported variable must not start with AWS_`,
    );
  return names;
}
