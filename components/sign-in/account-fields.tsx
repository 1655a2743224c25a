import type { ComponentProps } from 'react'
import { Field } from '@/components/ui/field'

type Props = Omit<ComponentProps<typeof Field>, 'type'>

/** An e-mail address: nothing corrects it while it is typed. */
export const EmailField = (props: Props) => (
  <Field type="email" autoComplete="email" autoCapitalize="none" spellCheck={false} maxLength={320} {...props} />
)

/** A username, for whoever chooses one. */
export const UsernameField = (props: Props) => (
  <Field autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={40} {...props} />
)
