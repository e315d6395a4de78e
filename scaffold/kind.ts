import ts from 'typescript';
import { kindFiles } from './kind-files';
import { camelCase, kebabCaseName } from './names';
import type { Repository } from './repository';
import type { Skeleton } from './skeleton';
import { parseSource, valueOf, withImport, withMember } from './source-text';

const CONFIG_REGISTRY = 'lib/kinds/index.ts';
const STACKS_REGISTRY = 'lib/kinds/stacks.ts';

/** The smallest kind: an uploaded zip, an approval where the config has one, and one action that deploys it. */
export function kindSkeleton(repository: Repository, given: string): Skeleton {
  const name = kebabCaseName('the name of a kind', given);
  repository.refuseExisting('a kind', [`lib/kinds/${name}`, `lib/kinds/${name}.ts`, `test/kinds/${name}`]);
  const [config, stacks] = [camelCase(name), `${camelCase(name)}Stacks`];
  return {
    created: kindFiles(name),
    changed: {
      [CONFIG_REGISTRY]: registered(repository.read(CONFIG_REGISTRY), 'KINDS', config, `./${name}/config`),
      [STACKS_REGISTRY]: registered(
        repository.read(STACKS_REGISTRY),
        'KIND_STACKS',
        stacks,
        `./${name}/stacks`,
      ),
    },
    generated: [{ path: 'pipelines.schema.json', script: 'schema' }],
    next: [
      `lib/kinds/${name}/config/: the keys of an entry, what they mean, and what to refuse; after a change npm run schema`,
      `lib/kinds/${name}/stacks/: the stages, and the grants that each action needs`,
      `lib/kinds/${name}/README.md: stages, grants, which changes are safe`,
      `rehearsal/${name}/: a scenario is still to be written under rehearsal/, in a folder of the kind as rehearsal/ecs-rolling/ is: a release that succeeds, one that fails, one that a person rejects, and going back later. The local endpoint has no S3 deploy action and refuses it by name; a provider of local-endpoint/services/codepipeline/providers/ comes first, or another deploy action`,
      'pipelines.yaml and examples/: an entry of the kind and its application; tests that list all kinds need its name',
      'CHANGELOG.md and the table of kinds in README.md; npm run rehearse and npm run bench:template',
    ],
  };
}

/** A registry with an import and a member more, both last. */
function registered(text: string, registry: string, member: string, module: string): string {
  const source = parseSource(text);
  const list = valueOf(source, registry);
  if (!ts.isArrayLiteralExpression(list)) throw new Error(`${registry} must be a list`);
  const own = source.statements
    .filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => /^'\.\/.+\/(config|stacks)'$/.test(moduleSpecifier.getText()));
  return withImport(withMember(text, list, member), `import { ${member} } from '${module}';`, own.length);
}
