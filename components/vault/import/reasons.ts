import { useTranslations } from 'next-intl'
import { useFaultWords } from '@/components/ui/form'
import type { Fault } from '@/lib/core/vault/entry'
import { fieldFault } from '../add/faults'

/** Why a row cannot be kept as it is, each reason a sentence. */
export function useReasons() {
  const t = useTranslations('transfer.import.reasons')
  const fields = useTranslations('vault.fields')
  const say = useFaultWords()
  const sentence = (fault: Fault): string => {
    const { field, rule } = fault
    if (rule === 'trashed') return t('trashed')
    if (field === 'label') return t('unnamed')
    if (field === 'entry' || field === 'uri') return t('unreadable')
    if (field === 'secret' && rule === 'required') return t('keyless')
    return t('field', { field: fields(field === 'otpType' ? 'type' : field), words: say(fieldFault(fault)) })
  }
  return (faults: Fault[]) => faults.map(sentence)
}
