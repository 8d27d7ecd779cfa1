// Tabler's stylesheet without the rules that no template can use.
import { PurgeCSS } from 'purgecss';

export async function tabler() {
  const [result] = await new PurgeCSS().purge({
    css: ['node_modules/@tabler/core/dist/css/tabler.min.css'],
    content: ['rapport/*/templates/**/*.html', 'rapport/ui/assets/js/**/*.js', 'rapport/ui/markup.py'],
    // names that templates put together from parts, and states that the browser or a script sets
    safelist: {
      standard: ['show', 'active', 'disabled', 'html', 'body', 'hr'],
      deep: [/^btn$/, /^form-(control|select|check|label|hint|file)/, /^dropdown/],
    },
    keyframes: true,
    variables: false,
    fontFace: true,
  });
  return result.css;
}
