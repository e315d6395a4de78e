import type { TemplateScope } from './scope';
import { templateError } from './errors';

/**
 * Replaces the dynamic references in a text by their values.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export async function replaceDynamic(text: string, scope: Pick<TemplateScope, 'dynamic'>): Promise<string> {
  if (!text.includes('{{resolve:')) return text;
  const parts = text.split(REFERENCE);
  const values = await Promise.all(
    parts.map((part, index) => (index % 2 === 0 ? Promise.resolve(part) : resolve(part, scope))),
  );
  return values.join('');
}

const REFERENCE = /\{\{resolve:([^{}]+)\}\}/;

async function resolve(reference: string, scope: Pick<TemplateScope, 'dynamic'>): Promise<string> {
  const colon = reference.indexOf(':');
  const key = reference.slice(colon + 1);
  if (colon < 0 || key === '')
    throw templateError(`Incorrect format is used for the following SSM reference: [${reference}]`);
  return scope.dynamic(reference.slice(0, colon), key);
}
