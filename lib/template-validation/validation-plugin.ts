import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyValidationStack,
} from 'aws-cdk-lib';
import { type CleanTemplates, cleanTemplates, packagesOfCdk } from './clean-templates';

/**
 * CDK's own validation of templates, for those that it has not found clean before. Its validator, WebAssembly with the
 * schemas of all resource types, takes several times the processor's time of the rest of a synthesis, half of it to load:
 * it is loaded only where a template has to be validated. Templates with any finding, and all that are new or changed, are
 * validated each time.
 */
export function validationPlugin(
  clean: CleanTemplates = cleanTemplates(packagesOfCdk()),
  validator: () => IPolicyValidationPlugin = () => new CloudFormationValidatePlugin(),
): IPolicyValidationPlugin {
  let loaded: IPolicyValidationPlugin | undefined;
  return {
    name: CloudFormationValidatePlugin.PLUGIN_NAME, // acknowledgements in a resource's metadata name it
    /** Undefined where nothing was validated: it costs loading the validator. */
    get version() {
      return loaded?.version;
    },
    validate(context) {
      const entries = context.stackTemplates.map((stack) => ({ stack, key: clean.keyOf(stack) }));
      const open = entries.filter(({ key }) => !clean.has(key));
      if (open.length === 0) return { success: true, violations: [] };
      loaded ??= validator();
      const report = loaded.validate(
        only(
          context,
          open.map(({ stack }) => stack),
        ),
      );
      clean.add(open.filter(({ stack }) => isClean(stack, report)).map(({ key }) => key));
      return report;
    },
  };
}

const only = (
  context: IPolicyValidationContext,
  stackTemplates: PolicyValidationStack[],
): IPolicyValidationContext => ({
  ...context,
  stackTemplates,
  templatePaths: stackTemplates.map(({ templatePath }) => templatePath),
});

/** Not even a warning names the template. A finding that names none is held against all. */
const isClean = (
  { templatePath }: PolicyValidationStack,
  { violations }: PolicyValidationPluginReport,
): boolean =>
  violations.every(
    ({ violatingResources: found }) =>
      found.length > 0 &&
      found.every((each) => each.templatePath !== undefined && each.templatePath !== templatePath),
  );
