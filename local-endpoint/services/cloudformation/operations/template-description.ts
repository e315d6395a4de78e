import { neededCapability } from '../request/capabilities';
import { isList, plain } from '../template/json';
import type { Template } from '../template/model';

/** What GetTemplateSummary and ValidateTemplate both tell. */
export function templateDescription(template: Template): object {
  const capability = neededCapability({ template });
  return {
    Description: template.description,
    Capabilities: capability === undefined ? [] : [capability],
    CapabilitiesReason:
      capability === undefined
        ? undefined
        : `The following resource(s) require capabilities: [${iamTypes(template)}]`,
    DeclaredTransforms: [],
  };
}

/** The parameters a template declares. */
export const declaredParameters = ({ parameters }: Template): object[] =>
  Object.entries(parameters).map(([key, { Default, Type, NoEcho, Description, AllowedValues }]) => ({
    ParameterKey: key,
    DefaultValue: Default,
    ParameterType: Type,
    NoEcho: plain(NoEcho) === 'true',
    Description,
    ParameterConstraints: isList(AllowedValues) ? { AllowedValues } : {},
  }));

const iamTypes = ({ resources }: Template): string =>
  [...new Set(Object.values(resources).map(({ type }) => type))]
    .filter((type) => type.startsWith('AWS::IAM::'))
    .join(', ');
