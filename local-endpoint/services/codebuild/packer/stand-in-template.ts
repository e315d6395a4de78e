import type { PackerArguments } from './arguments';
import { PackerFailure, unsupportedByPacker } from './failure';
import { readTemplate, type Template } from './template';

/** Checks a template as far as the stand-in reads it. @throws PackerFailure */
export function validateInStead(given: PackerArguments): void {
  readStandInTemplate(given);
  process.stdout.write('The configuration is valid.\n');
}

/** A template of which the stand-in can make images. @throws PackerFailure */
export function readStandInTemplate(given: PackerArguments): Template {
  const template = readTemplate(given);
  if (template.sources.length === 0) throw new PackerFailure('Error: a build must have at least one source');
  const other = template.sources.find(({ type }) => type !== 'amazon-ebs');
  if (other) throw unsupportedByPacker(`the builder ${other.type}`, 'it knows amazon-ebs only');
  return template;
}
