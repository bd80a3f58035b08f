# Perl Net::SMPP as a centre of one application: perl net-smpp-server.pl PORT; a line for each thing that happens
use strict; use warnings; use Net::SMPP;
$| = 1; alarm 60;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => $ARGV[0], smpp_version => 0x34, reuse => 1) or die "no listener: $!";
print "listening\n";
my $s = $listener->accept or die;
my $id = 0;
while (my $pdu = $s->read_pdu()) {
    my $cmd = $pdu->{cmd};
    if ($cmd == 9) { print "bind $pdu->{system_id}\n"; $s->bind_transceiver_resp(system_id => 'perl', seq => $pdu->{seq}); }
    elsif ($cmd == 0x15) { $s->enquire_link_resp(seq => $pdu->{seq}); }
    elsif ($cmd == 6) { print "unbind\n"; $s->unbind_resp(seq => $pdu->{seq}); last; }
    elsif ($cmd == 4) {
        $id++;
        print "submit $pdu->{data_coding} $pdu->{esm_class} " . unpack('H*', $pdu->{short_message}) . "\n";
        $s->submit_sm_resp(message_id => $id, seq => $pdu->{seq});
        $s->deliver_sm(source_addr => $pdu->{destination_addr}, source_addr_ton => 1, source_addr_npi => 1,
            destination_addr => $pdu->{source_addr}, esm_class => 4, async => 1,
            short_message => "id:$id sub:001 dlvrd:001 submit date:2611261700 done date:2611261701 stat:DELIVRD err:000 text:")
            if $pdu->{registered_delivery};
    }
    elsif ($cmd == 0x80000005) { print "receipt $pdu->{status}\n"; }
}
