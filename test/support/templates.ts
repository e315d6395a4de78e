import type { Template } from 'aws-cdk-lib/assertions';

/** An action of a pipeline as its template has it. */
export interface TemplateAction {
  readonly Name: string;
  readonly RunOrder?: number;
  readonly Configuration: Readonly<Record<string, string>>;
  readonly InputArtifacts?: readonly { readonly Name: string }[];
}

/** A statement of a policy; CDK-free, so one action or resource may stand without its array. */
export interface TemplateStatement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

interface PipelineResource {
  readonly Properties: {
    readonly Stages: readonly {
      readonly Name: string;
      readonly Actions: readonly TemplateAction[];
      readonly OnFailure?: object;
    }[];
  };
}

interface RoleResource {
  readonly Properties: {
    readonly Policies: readonly {
      readonly PolicyDocument: { readonly Statement: readonly TemplateStatement[] };
    }[];
  };
}

/** The actions of the template's one pipeline, as `stage/action`. */
export function actionNames(template: Template): string[] {
  return stagesOf(template).flatMap(({ Name, Actions }) => Actions.map((action) => `${Name}/${action.Name}`));
}

/** An action of the template's one pipeline. */
export function actionOf(template: Template, name: string): TemplateAction {
  const found = stagesOf(template)
    .flatMap(({ Actions }) => Actions)
    .find(({ Name }) => Name === name);
  if (!found) throw new Error(`there is no such action, got: ${name}`);
  return found;
}

/** What CodePipeline does where a stage fails, by the stages that say so. */
export function failuresOf(template: Template): Record<string, object> {
  return Object.fromEntries(
    stagesOf(template).flatMap(({ Name, OnFailure }) => (OnFailure ? [[Name, OnFailure]] : [])),
  );
}

/** What a role may do. @param action only the statements that allow it @default - all */
export function statementsOf(template: Template, roleName: string, action?: string): TemplateStatement[] {
  const roles = template.findResources('AWS::IAM::Role', { Properties: { RoleName: roleName } });
  return Object.values(roles as Record<string, RoleResource>)
    .flatMap(({ Properties }) => Properties.Policies)
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => !action || [Action].flat().includes(action));
}

function stagesOf(template: Template): PipelineResource['Properties']['Stages'] {
  const [pipeline] = Object.values(
    template.findResources('AWS::CodePipeline::Pipeline') as Record<string, PipelineResource>,
  );
  return pipeline?.Properties.Stages ?? [];
}
